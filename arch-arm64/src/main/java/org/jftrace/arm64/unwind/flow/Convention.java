package org.jftrace.arm64.unwind.flow;

/** What the registers hold at the first instruction of some code. */
public enum Convention {
    /** A function: LR is where the caller goes on. */
    FUNCTION,
    /** A call site's target: LR is behind the site, X9 is where the function's caller goes on. */
    CALL_SITE_TARGET,
    /** A part of a function that was moved away from it: nothing is known. */
    PART,
    /** A return trampoline: where the caller goes on only its handler knows. */
    RETURN_TARGET;

    private static final int X9 = 9;

    State entry() {
        State state = State.atEntry();
        switch (this) {
            case FUNCTION -> state.set(State.LR, Value.CALLER);
            case CALL_SITE_TARGET -> {
                state.set(State.LR, Value.RESUME);
                state.set(X9, Value.CALLER);
            }
            case RETURN_TARGET -> {}
            case PART -> state.forget();
        }
        return state;
    }
}
