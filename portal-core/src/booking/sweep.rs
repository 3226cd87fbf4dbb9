//! The sweep of holds: a place that nobody came back for is free again.

use crate::{
    Portal, Refused,
    store::{Conflict, StoreError},
};

impl Portal {
    /// Gives back the places whose holds ran out. Gives how many.
    pub async fn sweep_holds(&self) -> Result<u64, Refused> {
        let now = self.now();
        let store = &self.parts().store;
        let mut gone = 0;
        for booking in store.lapsed(now).await? {
            match store.commit(&super::give_back(std::slice::from_ref(&booking), booking.starts)).await {
                Ok(()) => gone += 1,
                Err(StoreError::Conflict(Conflict::Moved(_))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(gone)
    }
}
