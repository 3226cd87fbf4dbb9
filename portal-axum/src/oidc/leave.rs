//! Signing out of the provider after signing out here.

use axum::{
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use openidconnect::{LogoutRequest, PostLogoutRedirectUrl};
use url::Url;

use super::{Provider, flow::Which};
use crate::{cookies, entrance::SignedOutPage, path::At, visit::Visit};

/// Where signing out leads: to what can be done about the provider's session, if there is one.
pub(crate) fn after_sign_out(visit: &Visit, headers: &HeaderMap) -> Option<String> {
    let provider = visit.web().door().provider(cookies::provider(headers)?)?;
    Some(visit.links().to(&format!("/signed-out/{}", provider.key())))
}

pub(super) async fn show(visit: Visit, At(Which { provider: key }): At<Which>) -> Response {
    let sign_in = visit.links().sign_in();
    let Some(provider) = visit.web().door().provider(&key) else { return Redirect::to(&sign_in).into_response() };
    match provider.sign_out_address(visit.portal().base_url()).await {
        Some(leave) => visit.page(SignedOutPage::of(visit.tongue(), provider.label(), (leave, sign_in))).await,
        None => Redirect::to(&sign_in).into_response(),
    }
}

impl Provider {
    /// The provider's sign-out, which leads back to our sign-in; `None`: it has none, or does not say so now. No token is
    /// kept that could say whose session it is: the provider asks the person.
    async fn sign_out_address(&self, base: &Url) -> Option<String> {
        let metadata = self.metadata().await.ok()?;
        let address = metadata.additional_metadata().end_session_endpoint.clone()?;
        let back = format!("{}/sign-in", base.as_str().trim_end_matches('/'));
        let request = LogoutRequest::from(address).set_client_id(self.client.clone());
        let url = request.set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back).ok()?).http_get_url();
        super::http::may_ask(self.issuer.url(), &url).then(|| url.into())
    }
}
