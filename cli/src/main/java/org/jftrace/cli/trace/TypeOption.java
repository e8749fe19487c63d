package org.jftrace.cli.trace;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jftrace.graph.ReturnType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a type. */
final class TypeOption implements ITypeConverter<ReturnType> {
    /** Reads the name of a function, which says nothing about itself. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return value;
        }
    }

    @Override
    public ReturnType convert(String value) {
        return ReturnType.named(value)
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                        + Arrays.stream(ReturnType.values())
                                .map(ReturnType::toString)
                                .collect(Collectors.joining(", "))));
    }
}
