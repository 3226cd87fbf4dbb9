//! Processor time and memory of other processes, from `/proc`.

use std::{fs, time::Duration};

use anyhow::{Context, Result};

/// Length of a tick of `/proc/PID/stat`: Linux gives all programs 100 a second (`getconf CLK_TCK`).
const TICK: Duration = Duration::from_millis(10);

/// Processor time of a process so far, in its own code and in the kernel for it.
pub fn processor(pid: u32) -> Result<Duration> {
    let [user, system, ..] = ticks(pid)?;
    Ok(TICK * (user + system))
}

/// Processor time of a process with all its children, living and gone.
pub fn processor_of_family(pid: u32) -> Result<Duration> {
    let mut sum: u32 = ticks(pid)?.iter().sum();
    for child in children(pid)? {
        // One that ended meanwhile is counted by its parent from now on.
        sum += ticks(child).map_or(0, |ticks| ticks.iter().sum());
    }
    Ok(TICK * sum)
}

/// The most memory that a process ever held, in bytes (`VmHWM`).
pub fn peak_memory(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024)
}

/// Forgets the most memory that a process held, so that it is counted from now on.
pub fn forget_peak(pid: u32) -> Result<()> {
    Ok(fs::write(format!("/proc/{pid}/clear_refs"), "5")?)
}

/// `utime`, `stime`, `cutime` and `cstime`, in ticks.
fn ticks(pid: u32) -> Result<[u32; 4]> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in brackets may hold anything; the fields after it are numbers, `state` (the third) first.
    let (_, fields) = stat.rsplit_once(')').context("a stat without a name")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let field =
        |number: usize| fields.get(number - 3).context("a short stat")?.parse().context("a stat without numbers");
    Ok([field(14)?, field(15)?, field(16)?, field(17)?])
}

fn children(pid: u32) -> Result<Vec<u32>> {
    let text = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    Ok(text.split_whitespace().filter_map(|child| child.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_shows_in_the_processor_time() {
        let own = std::process::id();
        let before = processor(own).expect("a stat of our own");
        let mut sum = 0_u64;
        while processor(own).expect("a stat of our own") < before + Duration::from_millis(50) {
            sum = (0..1_000_000).fold(sum, |sum: u64, n| std::hint::black_box(sum.wrapping_add(n)));
        }
        assert!(processor_of_family(own).expect("a stat of our own") >= processor(own).expect("a stat of our own"));
        assert!(peak_memory(own).expect("a status of our own") > 0);
    }
}
