package org.jftrace.tracefs;

/** The file {@code README}. */
final class Readme {
    static final String TEXT = """
                tracing: what the files here are for

                Which functions there are, and which are traced
                  available_filter_functions        every function that can be traced
                  available_filter_functions_addrs  the same, with the address of its call site
                  enabled_functions                 functions traced now: how many tracers, flags, the one tracer
                  touched_functions                 functions that are or once were traced
                  dyn_ftrace_total_info             how many there are

                What traces
                  available_tracers  what current_tracer takes
                  current_tracer     write a name to start that tracer, nop to stop
                  tracing_on         0 stops recording and leaves the tracer where it is, 1 goes on

                What is traced; > replaces, >> adds
                  set_ftrace_filter        only these functions; nothing means all
                    name, *part*, [a-c]?   a pattern for whole names; \\ takes the next character as it is
                    12                     the twelfth of available_filter_functions
                    pattern:mod:module     functions of a module, which may come later
                    !pattern               takes away
                    pattern:command[:n]    at each call, or n times: traceon, traceoff, stacktrace, dump, cpudump,
                                           snapshot, enable_event:system:event, disable_event:system:event
                    !pattern:command[:n]   takes the command away
                  set_ftrace_notrace       never these functions
                  set_ftrace_pid           only these tasks
                  set_ftrace_notrace_pid   never these tasks
                  set_graph_function       function_graph follows only these functions and what they call
                  set_graph_notrace        function_graph leaves these out, and what they call
                  max_graph_depth          how deep function_graph follows; 0 means all the way

                What was recorded
                  trace           what the buffers hold; > empties them
                  trace_pipe      the same, and reading consumes
                  snapshot        1 sets what was recorded aside, 0 gives that up, 2 empties it
                  buffer_size_kb  the size of a buffer; there is one for each CPU
                  trace_clock     where times come from
                  trace_options   how it is printed and recorded; options has a file for each

                How often and how long, of the functions in set_ftrace_filter
                  function_profile_enabled  1 begins to count, 0 ends it
                  trace_stat/function0      what CPU 0 counted; there is one for each CPU

                instances  mkdir here makes another tracer with files of its own, rmdir ends it
                """;

    private Readme() {}
}
