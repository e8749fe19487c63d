package org.jftrace.spi.testkit;

/**
 * What is asked of every machine. Nothing is executed: a machine that lets {@link org.jftrace.spi.arch.HostEntry} stand in
 * for the trampolines has to pass this and no more.
 */
public interface MachineConformance extends MemoryConformance, BlockConformance, GateConformance, CpuConformance {}
