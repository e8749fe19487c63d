package org.jftrace.arm64.a64.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cache maintenance operations that SYS has other names for: op1, CRm, op2, with CRn 7. */
enum SystemOperation {
    IC_IALLUIS(0, 1, 0, false),
    IC_IALLU(0, 5, 0, false),
    IC_IVAU(3, 5, 1, true),
    DC_IVAC(0, 6, 1, true),
    DC_ISW(0, 6, 2, true),
    DC_CSW(0, 10, 2, true),
    DC_CISW(0, 14, 2, true),
    DC_ZVA(3, 4, 1, true),
    DC_CVAC(3, 10, 1, true),
    DC_CVAU(3, 11, 1, true),
    DC_CVAP(3, 12, 1, true),
    DC_CVADP(3, 13, 1, true),
    DC_CIVAC(3, 14, 1, true);

    private static final List<String> FAMILIES = List.of("ic", "dc");

    private static final Map<Integer, SystemOperation> BY_ENCODING =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(op -> op.encoding, op -> op));

    private final int encoding;
    private final boolean takesAddress;

    SystemOperation(int op1, int crm, int op2, boolean takesAddress) {
        this.encoding = op1 << 11 | 7 << 7 | crm << 3 | op2;
        this.takesAddress = takesAddress;
    }

    /** Whether the word is one of these, with the register that it should have: an address, or XZR for none. */
    static boolean isNamed(Instruction i) {
        SystemOperation operation = BY_ENCODING.get(i.field('i'));
        return operation != null && (operation.takesAddress || i.is('t', 31));
    }

    /** The text of a word that {@link #isNamed}. */
    static String print(Instruction i) {
        SystemOperation operation = BY_ENCODING.get(i.field('i'));
        if (operation == null) {
            throw new IllegalArgumentException("no name for SYS " + Names.systemOperation(i.field('i')));
        }
        String name = operation.text();
        return operation.takesAddress ? name + ", " + RegisterName.of(i.field('t'), 64, false) : name;
    }

    /** Reads what {@link #print} makes. */
    static void read(Reading in) {
        String name = FAMILIES.get(in.oneOf(FAMILIES)) + " " + in.name();
        for (SystemOperation operation : values()) {
            if (operation.text().equals(name)) {
                in.set('i', operation.encoding);
                operation.readAddress(in);
                return;
            }
        }
        throw in.mismatch("no cache maintenance operation " + name);
    }

    private void readAddress(Reading in) {
        if (takesAddress) {
            in.literal(", ");
            in.register('t', 64, false);
        } else {
            in.set('t', 31);
        }
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
