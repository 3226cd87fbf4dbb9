-- Tokens with which programs come in for a person. Only the hash of the secret is here; there is none without an end.
create table portal_token (
    hash blob not null primary key check (length(hash) = 32),
    account blob not null references portal_account (id) on delete cascade,
    purpose text not null,
    name text not null,
    created integer not null,
    expires integer not null,
    used integer
) strict;
create index portal_token_account on portal_token (account);
create index portal_token_expires on portal_token (expires);
