//! Shows every page in every state, without a database: `gallery [ADDRESS]`, by default on <http://127.0.0.1:8099>.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8099".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, portal_axum::gallery(std::collections::BTreeMap::new())?).await?;
    Ok(())
}
