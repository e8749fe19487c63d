package org.jftrace.unicorn;

import com.github.unidbg.arm.backend.unicorn.Unicorn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The library that the artifact carries. Not looked for by its name: a libunicorn of the system has no Java in it. */
final class NativeLibrary {
    private NativeLibrary() {}

    static void load() {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream library = Unicorn.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new UnsatisfiedLinkError("no " + resource + " in the artifact unidbg-unicorn2");
            }
            Path copy = Files.createTempFile("jftrace", resource.substring(resource.lastIndexOf('/') + 1));
            copy.toFile().deleteOnExit();
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String os, String arch) {
        String cpu = arch.equals("aarch64") ? "_arm64" : "_64";
        String system = os.toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return "/natives/osx" + cpu + "/libunicorn.dylib";
        }
        return system.startsWith("windows")
                ? "/natives/windows" + cpu + "/unicorn.dll"
                : "/natives/linux" + cpu + "/libunicorn.so";
    }
}
