-- Under which names the host's own sign-in and providers know an account. The pair of issuer and subject is compared to the
-- byte; an address says nothing here.
create table portal_identity (
    id blob not null primary key,
    issuer text not null check (length(issuer) between 1 and 255),
    subject text not null check (length(subject) between 1 and 255),
    account blob not null references portal_account (id) on delete cascade,
    created integer not null
) strict;
create unique index portal_identity_subject on portal_identity (issuer, subject);
create index portal_identity_account on portal_identity (account);
