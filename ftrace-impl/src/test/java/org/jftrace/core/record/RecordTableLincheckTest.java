package org.jftrace.core.record;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

/** Who looks a call site up finds the modules of one moment, while one thread at a time loads and unloads them. */
public class RecordTableLincheckTest {
    private static final LightMachine MACHINE =
            LightMachine.builder().functions(3).heap(2048).build();
    private static final Arm64Port PORT = Arm64Port.on(MACHINE);
    private static final SiteScan MAIN = scan("", 0);
    private static final List<SiteScan> MODULES = List.of(scan("m", 1), scan("n", 2));

    private final RecordTable records = new RecordTable();

    public RecordTableLincheckTest() {
        records.addRelease(MAIN);
    }

    private static SiteScan scan(String module, int function) {
        SymbolTable image = SymbolTable.builder(module)
                .function("f" + function, MACHINE.function(function), 12)
                .patchableEntries(MACHINE.symbols().patchableEntries()[function])
                .build();
        return SiteScan.of(image, PORT.patcher(), PORT.trampolines().entry()).get(0);
    }

    private void change(String module, int scan) {
        List<RecordGroup> groups = records.groupsOf(module);
        if (groups.isEmpty()) {
            records.addRelease(MODULES.get(scan));
        } else {
            records.removeRelease(groups);
        }
    }

    @Operation(nonParallelGroup = "the core's lock")
    public void loadOrUnloadM() {
        change("m", 0);
    }

    @Operation(nonParallelGroup = "the core's lock")
    public void loadOrUnloadN() {
        change("n", 1);
    }

    @Operation
    public boolean findM() {
        return records.find(MACHINE.function(1)) != null;
    }

    @Operation
    public int count() {
        return records.size();
    }

    /** The set is asked for while records come and go: what is translated is the set of one moment with its table. */
    @Operation
    public List<Long> translate() {
        return java.util.Arrays.stream(records.ips(records::all)).boxed().toList();
    }

    @Test
    void isLinearizable() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(10)
                .invocationsPerIteration(200)
                .addGuarantee(forClasses(name -> name.startsWith("java.util.stream"))
                        .allMethods()
                        .treatAsAtomic())
                .check(RecordTableLincheckTest.class);
    }
}
