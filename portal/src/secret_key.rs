//! Making the secret key of a portal.

use portal_core::clock::Ids as _;

use crate::clock::SystemIds;

/// A new key for [`Builder::secret_key`](crate::Builder::secret_key): 256 bits from the system's random generator. Keep it
/// outside of the database.
pub fn new_secret_key() -> [u8; 32] {
    SystemIds.secret()
}
