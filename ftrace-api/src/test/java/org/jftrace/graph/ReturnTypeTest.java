package org.jftrace.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnTypeTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            unknown | 0xfffffffffffffff7 | -9
            unknown | 0xfffffff7         | -9
            unknown | 0xfffff000         | 0xfffff000
            unknown | 0xfffffffffffff001 | -4095
            unknown | 0x12fffffff7       | 0x12fffffff7
            void    | 0x7                | ""
            bool    | 0x100              | false
            bool    | 0x102              | true
            char    | 0xff41             | 'A'
            char    | 0x1b               | '\\x1b'
            s8      | 0x1ff              | -1
            s16     | 0x1ffff            | -1
            s32     | 0x1fffffff7        | -9
            s64     | 0xfffffff7         | 4294967287
            u8      | 0x1ff              | 255
            u16     | 0x1ffff            | 65535
            u32     | 0x1ffffffff        | 4294967295
            u64     | 0xffffffffffffffff | 18446744073709551615
            x8      | 0x1ff              | 0xff
            x16     | 0x1ffff            | 0xffff
            x32     | 0x1ffffffff        | 0xffffffff
            x64     | 0xffffffffffffffff | 0xffffffffffffffff
            """, delimiter = '|')
    void aTypeLeavesOutWhatItDoesNotFill(String type, String value, String text) {
        long x0 = Long.parseUnsignedLong(value.substring(2), 16);
        assertEquals(text, ReturnType.named(type).orElseThrow().text(x0));
    }

    @Test
    void namesAreThoseOfProbeEvents() {
        assertEquals(Optional.of(ReturnType.S32), ReturnType.named("s32"));
        assertEquals(Optional.empty(), ReturnType.named("S32"));
        assertEquals(Optional.empty(), ReturnType.named("int"));
    }
}
