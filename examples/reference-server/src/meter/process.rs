//! What the system says of this program; nothing where there is no `/proc`.

use std::fs;

/// Memory in use, in bytes.
pub fn memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u32 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(f64::from(kib) * 1024.0)
}

/// How many descriptors are open, and how many may be.
pub fn descriptors() -> Option<(f64, f64)> {
    let open = u32::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()?;
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let most = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let most: f64 = most.split_whitespace().next()?.parse().ok()?;
    Some((f64::from(open), most))
}
