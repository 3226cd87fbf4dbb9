//! How many letters are on their way to each mail host: a host that does not answer must leave room for the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How many letters may be on their way to one host at once, from one process.
pub const PER_HOST: usize = 16;

/// The letters on their way, by host.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Arc<Mutex<HashMap<String, usize>>>);

/// A letter's place while it is on its way; dropped, it is free again.
#[derive(Debug)]
pub struct Place {
    hosts: Hosts,
    host: String,
}

impl Hosts {
    /// A place for a letter to this address; `None`: too many are on their way to its host.
    pub fn enter(&self, address: &str) -> Option<Place> {
        let host = address.rsplit('@').next().unwrap_or_default().to_lowercase();
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(host.clone()).or_default();
        if *count >= PER_HOST {
            return None;
        }
        *count += 1;
        Some(Place { hosts: self.clone(), host })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut under_way = self.hosts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f16_a_host_that_does_not_answer_leaves_room_for_the_others() {
        let hosts = Hosts::default();
        let mut held: Vec<Place> =
            (0..PER_HOST).map(|place| hosts.enter(&format!("p{place}@Slow.example")).unwrap()).collect();
        assert!(hosts.enter("one-more@slow.example").is_none());
        assert!(hosts.enter("claire@quick.example").is_some());
        held.pop();
        let again = hosts.enter("one-more@slow.example");
        assert!(again.is_some() && hosts.enter("two-more@slow.example").is_none());
        drop((held, again));
        assert!(hosts.0.lock().unwrap().is_empty(), "nothing is remembered of who is done with");
    }
}
