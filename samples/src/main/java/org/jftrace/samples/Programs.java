package org.jftrace.samples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jftrace.sim.SimMachine;

/** Loads the guest programs of the source tree, from its root or from within the module. */
public final class Programs {
    private Programs() {}

    /**
     * Loads a program whose own output is thrown away.
     *
     * @param name without its folder
     * @return a machine with one CPU
     * @throws IOException if the program cannot be read
     */
    public static SimMachine load(String name) throws IOException {
        return load(name, OutputStream.nullOutputStream());
    }

    static SimMachine load(String name, OutputStream stdout) throws IOException {
        return SimMachine.builder(file(name)).stdout(stdout).build();
    }

    /**
     * Finds the file of a program.
     *
     * @param name without its folder
     * @return a path that exists
     * @throws FileNotFoundException if there is none
     */
    public static Path file(String name) throws FileNotFoundException {
        for (String folder : new String[] {"samples/guest", "guest"}) {
            Path file = Path.of(folder, name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new FileNotFoundException(name + ": run this from the root of the source tree");
    }
}
