package org.jftrace.sim.exec.register;

/** The cyclic redundancy checks of FEAT_CRC32: reflected, without the inversions that checksums of files add. */
final class Crc32 {
    static final Crc32 IEEE = new Crc32(0xedb8_8320);
    static final Crc32 CASTAGNOLI = new Crc32(0x82f6_3b78);

    private final int[] table = new int[256];

    private Crc32(int reflectedPolynomial) {
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ reflectedPolynomial : crc >>> 1;
            }
            table[i] = crc;
        }
    }

    int update(int accumulator, long data, int bytes) {
        int crc = accumulator;
        for (int i = 0; i < bytes; i++) {
            crc = table[(crc ^ (int) (data >>> (8 * i))) & 0xff] ^ crc >>> 8;
        }
        return crc;
    }
}
