//! Ctrl-C, and being asked to end, while code runs that would otherwise go on alone.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of a program that a second Ctrl-C ends: what a shell says of SIGINT, 128 + 2.
const INTERRUPTED: i32 = 130;

/// A flag that is set once the program is to end. A second signal ends it at once.
pub(crate) fn flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Where a signal cannot be caught it ends the program, as ever.
        let _ = flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&stop));
        let _ = flag::register(signal, Arc::clone(&stop));
    }
    stop
}
