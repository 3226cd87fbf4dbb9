//! The shop: its tables, its sessions, its pages. It stands for the app that you have; nothing here is the portal's.

use anyhow::Result;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use portal::{
    Portal,
    core::{
        id::OrganisationId,
        identity::{Seat, Secret},
    },
};
use serde::Deserialize;
use sqlx::SqlitePool;

const TABLES: &str = "
create table if not exists shop_company (name text primary key, organisation text) strict;
create table if not exists shop_user (id integer primary key, name text not null, email text not null, company text, role text not null) strict;
create table if not exists shop_session (token text primary key, user integer not null references shop_user) strict;
insert or ignore into shop_company (name) values ('Hofmann Bikes'), ('Lindgren Outdoor');
insert or ignore into shop_user values
    (1, 'Hanna Hofmann', 'hanna@hofmann.example', 'Hofmann Bikes', 'client_admin'),
    (2, 'Lars Lindgren', 'lars@lindgren.example', 'Lindgren Outdoor', 'client_admin'),
    (3, 'Mia Brandt', 'mia@shop.example', null, 'team_admin');
";
const SESSION: &str = "shop_session";

/// The shop.
#[derive(Clone)]
pub struct Shop {
    pool: SqlitePool,
}

/// Somebody who has an account at the shop, with the place that they have in the portal.
pub struct User {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub seat: Seat,
    pub role: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    email: String,
    role: String,
    organisation: Option<String>,
}

impl Shop {
    pub async fn open(pool: SqlitePool) -> Result<Self> {
        sqlx::raw_sql(TABLES).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Makes the portal's organisations for the shop's companies, and notes which is whose.
    pub async fn tell_companies(&self, portal: &Portal) -> Result<()> {
        const NEW: &str = "select name from shop_company where organisation is null";
        for name in sqlx::query_scalar::<_, String>(NEW).fetch_all(&self.pool).await? {
            let id = portal.add_organisation(&name).await?;
            sqlx::query("update shop_company set organisation = $1 where name = $2")
                .bind(id.to_string())
                .bind(name)
                .execute(&self.pool)
                .await?;
        }
        Ok(())
    }

    /// Whose session it is, if anybody's.
    pub async fn user(&self, cookies: &CookieJar) -> Result<Option<User>, sqlx::Error> {
        const WHO: &str = "select shop_user.id, shop_user.name, shop_user.email, shop_user.role, shop_company.organisation \
            from shop_session join shop_user on shop_user.id = shop_session.user \
            left join shop_company on shop_company.name = shop_user.company where shop_session.token = $1";
        let Some(token) = cookies.get(SESSION) else { return Ok(None) };
        let found: Option<Row> = sqlx::query_as(WHO).bind(token.value()).fetch_optional(&self.pool).await?;
        Ok(found.map(User::from))
    }

    pub fn routes(&self) -> Router {
        Router::new()
            .route("/", get(home))
            .route("/login", get(choose).post(log_in))
            .route("/logout", get(log_out))
            .with_state(self.clone())
    }
}

impl From<Row> for User {
    fn from(row: Row) -> Self {
        let organisation = row.organisation.and_then(|id| id.parse::<OrganisationId>().ok());
        let seat = organisation.map_or(Seat::Team, Seat::Organisation);
        Self { id: row.id, name: row.name, email: row.email, seat, role: row.role }
    }
}

#[derive(Deserialize)]
struct Way {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct Chosen {
    user: i64,
    #[serde(default)]
    next: String,
}

async fn home(State(shop): State<Shop>, cookies: CookieJar) -> Result<Html<String>, Broken> {
    let who = match shop.user(&cookies).await? {
        Some(user) => format!("<p>Hello {}. <a href=\"/logout\">Log out</a></p>", escaped(&user.name)),
        None => "<p><a href=\"/login\">Log in</a></p>".to_owned(),
    };
    Ok(page("The shop", &format!("{who}<p><a href=\"/portal\">Your requests</a></p>")))
}

/// This shop's sign-in stands for yours: it asks who one is, and believes it.
async fn choose(State(shop): State<Shop>, Query(way): Query<Way>) -> Result<Html<String>, Broken> {
    let users: Vec<(i64, String)> =
        sqlx::query_as("select id, name from shop_user order by id").fetch_all(&shop.pool).await?;
    let button =
        |(id, name): &(i64, String)| format!("<p><button name=\"user\" value=\"{id}\">{}</button></p>", escaped(name));
    let buttons: String = users.iter().map(button).collect();
    let next = escaped(&way.next);
    let form = format!("<form method=\"post\"><input type=\"hidden\" name=\"next\" value=\"{next}\">{buttons}</form>");
    Ok(page("Log in to the shop", &form))
}

async fn log_in(State(shop): State<Shop>, cookies: CookieJar, Form(chosen): Form<Chosen>) -> Result<Response, Broken> {
    let token = Secret::new(portal::new_secret_key()).reveal();
    sqlx::query("insert into shop_session values ($1, $2)").bind(&token).bind(chosen.user).execute(&shop.pool).await?;
    let session = Cookie::build((SESSION, token)).path("/").http_only(true).same_site(SameSite::Lax);
    // Only back into the portal: the address came from outside.
    let next = if chosen.next.starts_with("/portal") { chosen.next.as_str() } else { "/" };
    Ok((cookies.add(session), Redirect::to(next)).into_response())
}

async fn log_out(State(shop): State<Shop>, cookies: CookieJar) -> Result<Response, Broken> {
    if let Some(token) = cookies.get(SESSION) {
        sqlx::query("delete from shop_session where token = $1").bind(token.value()).execute(&shop.pool).await?;
    }
    Ok((cookies.remove(Cookie::build(SESSION).path("/")), Redirect::to("/")).into_response())
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!("<!doctype html><html lang=\"en\"><title>{title}</title><main><h1>{title}</h1>{body}</main></html>"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Something that the shop cannot help.
struct Broken(sqlx::Error);

impl From<sqlx::Error> for Broken {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Broken {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
