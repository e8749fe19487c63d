package org.jftrace.sim.exec.witness;

import static org.jftrace.arm64.a64.BranchesExceptionsSystem.*;
import static org.jftrace.arm64.a64.DataProcessingRegister.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.arm64.a64.Form;

/** The forms that random programs do not contain, and why. */
final class Excluded {
    static final Map<Form, String> REASONS = reasons();

    private Excluded() {}

    private static Map<Form, String> reasons() {
        Map<Form, String> map = new HashMap<>();
        put(map, "ends the program with a signal", UDF, HVC, SMC, BRK, HLT);
        put(map, "undefined in user code of our machine, which has none of the features", MSR_PSTATE, SYSL);
        put(map, "the code around every program uses it", SVC);
        put(
                map,
                "undefined under pauth=off, with which qemu takes the hints of pointer authentication as NOP, as we do",
                RETAA,
                RETAB,
                PACGA,
                XPACI,
                XPACD,
                PACIA,
                PACIB,
                PACDA,
                PACDB,
                AUTIA,
                AUTIB,
                AUTDA,
                AUTDB,
                PACIZA,
                PACIZB,
                PACDZA,
                PACDZB,
                AUTIZA,
                AUTIZB,
                AUTDZA,
                AUTDZB);
        put(map, "NOP under pauth=off, but strips a code in our machine", XPACLRI);
        return Map.copyOf(map);
    }

    private static void put(Map<Form, String> map, String reason, Form... forms) {
        List.of(forms).forEach(form -> map.put(form, reason));
    }
}
