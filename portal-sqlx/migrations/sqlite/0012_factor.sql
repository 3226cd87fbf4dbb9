-- When the person of a session last proved who they are, and what is missing before it opens anything. A session without
-- that moment is not fresh.
alter table portal_session add column authenticated integer not null default 0;
alter table portal_session add column pending text check (pending in ('code', 'enrolment'));
update portal_session set authenticated = created;

-- The second factor of an account. Its secret is encrypted with a key that is not here; of its recovery codes only
-- the hashes are. `step` is the last time step whose code was accepted.
create table portal_factor (
    id blob not null primary key references portal_account (id) on delete cascade,
    secret text not null,
    codes text not null,
    step integer not null,
    since integer not null,
    version integer not null check (version > 0)
) strict;
