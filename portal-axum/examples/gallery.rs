//! Shows every page in every state on <http://127.0.0.1:8099>, without a database.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await?;
    axum::serve(listener, portal_axum::gallery(std::collections::HashMap::new())?).await?;
    Ok(())
}
