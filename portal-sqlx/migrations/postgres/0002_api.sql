-- Tokens with which programs come in for a person. Only the hash of the secret is here; there is none without an end.
create table portal_token (
    hash bytea primary key check (length(hash) = 32),
    account uuid not null references portal_account on delete cascade,
    purpose text not null,
    name text not null,
    created timestamptz not null,
    expires timestamptz not null,
    used timestamptz
);
create index portal_token_account on portal_token (account);
create index portal_token_expires on portal_token (expires);
