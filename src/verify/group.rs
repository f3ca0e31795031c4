//! A process and all that it starts, which end together: on Unix a process group, elsewhere the process alone.

use std::io;
use std::process::{Child, Command};

/// Makes what a command starts a group of its own.
#[cfg(unix)]
pub(super) fn set_apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    command.process_group(0);
}

/// Whether a process has ended; until it is waited for, nothing else can get the group's number.
#[cfg(unix)]
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
}

/// Ends what is left of a group.
#[cfg(unix)]
pub(super) fn end(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};

    // It fails where nothing is left.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

#[cfg(not(unix))]
pub(super) fn set_apart(_: &mut Command) {}

#[cfg(not(unix))]
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}

#[cfg(not(unix))]
pub(super) fn end(child: &mut Child) {
    // It fails where the process has ended.
    let _ = child.kill();
}
