package org.jftrace.tracefs.probe;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The trace events that probes can name. This machine's kernel raises none, so what is known of each is whether it is
 * held back; the kernel's {@code EVENT_FILE_FL_SOFT_DISABLED}.
 */
final class Events {
    private static final String[] KNOWN = {
        "sched:sched_switch",
        "sched:sched_wakeup",
        "sched:sched_wakeup_new",
        "sched:sched_waking",
        "sched:sched_migrate_task",
        "sched:sched_process_fork",
        "sched:sched_process_exec",
        "sched:sched_process_exit",
        "sched:sched_process_free",
        "sched:sched_process_wait",
        "sched:sched_stat_runtime",
        "sched:sched_pi_setprio",
        "irq:irq_handler_entry",
        "irq:irq_handler_exit",
        "irq:softirq_entry",
        "irq:softirq_exit",
        "irq:softirq_raise",
        "irq:tasklet_entry",
        "irq:tasklet_exit",
        "timer:timer_init",
        "timer:timer_start",
        "timer:timer_expire_entry",
        "timer:timer_expire_exit",
        "timer:timer_cancel",
        "timer:hrtimer_start",
        "timer:hrtimer_expire_entry",
        "timer:hrtimer_expire_exit",
        "timer:hrtimer_cancel",
        "timer:tick_stop",
        "kmem:kmalloc",
        "kmem:kfree",
        "kmem:kmem_cache_alloc",
        "kmem:kmem_cache_free",
        "kmem:mm_page_alloc",
        "kmem:mm_page_free",
        "raw_syscalls:sys_enter",
        "raw_syscalls:sys_exit",
        "signal:signal_generate",
        "signal:signal_deliver",
        "task:task_newtask",
        "task:task_rename",
        "workqueue:workqueue_queue_work",
        "workqueue:workqueue_activate_work",
        "workqueue:workqueue_execute_start",
        "workqueue:workqueue_execute_end",
        "power:cpu_idle",
        "power:cpu_frequency",
        "rcu:rcu_utilization",
        "module:module_load",
        "module:module_free",
        "module:module_get",
        "module:module_put",
        "block:block_rq_issue",
        "block:block_rq_complete",
        "block:block_rq_insert",
        "block:block_bio_queue",
        "net:net_dev_queue",
        "net:net_dev_xmit",
        "net:netif_receive_skb",
        "net:netif_rx",
        "skb:kfree_skb",
        "skb:consume_skb",
        "sock:inet_sock_set_state",
        "tcp:tcp_probe",
        "writeback:writeback_start",
        "oom:oom_score_adj_update",
        "printk:console",
        "ipi:ipi_entry",
        "ipi:ipi_exit",
        "ipi:ipi_raise",
    };

    private final Map<String, AtomicBoolean> held = Stream.of(KNOWN)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> new AtomicBoolean(true)));

    /** The switch of an event, true while it is held back; empty if there is no such event. */
    Optional<AtomicBoolean> find(String name) {
        return Optional.ofNullable(held.get(name));
    }
}
