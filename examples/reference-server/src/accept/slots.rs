//! How many connections are open, in all and from each address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The connections there may be.
#[derive(Debug)]
pub struct Slots {
    free: Arc<Semaphore>,
    per_address: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// An open connection's place; free again when it is dropped.
#[derive(Debug)]
pub struct Slot {
    address: IpAddr,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    _free: OwnedSemaphorePermit,
}

impl Slots {
    /// So many in all, and so many from one address.
    pub fn new(connections: usize, per_address: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(connections)), per_address, taken: Arc::default() }
    }

    /// Waits until a connection may be opened.
    pub async fn free(&self) -> OwnedSemaphorePermit {
        self.free.clone().acquire_owned().await.expect("the semaphore is never closed")
    }

    /// A place for somebody; `None`: their address has enough.
    pub fn give(&self, address: IpAddr, free: OwnedSemaphorePermit) -> Option<Slot> {
        let address = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let number = taken.entry(address).or_default();
        if *number >= self.per_address && !address.is_loopback() {
            return None;
        }
        *number += 1;
        drop(taken);
        Some(Slot { address, taken: self.taken.clone(), _free: free })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = taken.get_mut(&self.address) {
            *number -= 1;
            if *number == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// Who counts as one: an IPv4 address, the /64 of an IPv6 one (SECURITY §4, per IP).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn give(slots: &Slots, address: &str) -> Option<Slot> {
        slots.give(address.parse().unwrap(), slots.free().await)
    }

    #[tokio::test]
    async fn one_address_gets_its_share_and_gets_it_again() {
        let slots = Slots::new(100, 2);
        let first = give(&slots, "192.0.2.1").await;
        let second = give(&slots, "::ffff:192.0.2.1").await;
        assert!(first.is_some() && second.is_some());
        assert!(give(&slots, "192.0.2.1").await.is_none(), "the same address, however written");
        assert!(give(&slots, "192.0.2.2").await.is_some(), "another address");
        drop(first);
        assert!(give(&slots, "192.0.2.1").await.is_some(), "its place is free again");
        drop(second);
        assert!(slots.taken.lock().unwrap().is_empty(), "nothing is kept of who has gone");
        assert_eq!(slots.free.available_permits(), 100);
    }

    #[tokio::test]
    async fn a_network_of_ipv6_counts_as_one_and_a_proxy_on_this_machine_is_free() {
        let slots = Slots::new(100, 1);
        let _first = give(&slots, "2001:db8:1:2::1").await.unwrap();
        assert!(give(&slots, "2001:db8:1:2:ffff::9").await.is_none());
        assert!(give(&slots, "2001:db8:1:3::1").await.is_some());
        for address in ["127.0.0.1", "::1"] {
            let (one, other) = (give(&slots, address).await, give(&slots, address).await);
            assert!(one.is_some() && other.is_some());
        }
    }
}
