-- Places at times: held for a draft, booked for a request, or given back. `counted` names the rows of portal_place.
create table portal_booking (
    id blob not null primary key,
    organisation blob not null references portal_organisation (id),
    slot text not null,
    starts integer not null,
    ends integer not null,
    counted text not null,
    draft blob,
    request blob references portal_request (id),
    field text not null,
    account blob not null references portal_account (id),
    state text not null check (state in ('held', 'booked', 'given_back')),
    held_until integer,
    created integer not null,
    version integer not null check (version > 0),
    check (starts < ends),
    check ((state = 'held') = (held_until is not null))
) strict;
create index portal_booking_slot on portal_booking (slot, starts) where state <> 'given_back';
create index portal_booking_draft on portal_booking (draft) where draft is not null;
create index portal_booking_request on portal_booking (request) where request is not null;
create index portal_booking_held on portal_booking (held_until, id) where state = 'held';

-- How many bookings cover a start of a slot's grid. The key begins with the moment, so that the past is a range.
create table portal_place (
    key blob not null primary key,
    taken integer not null check (taken >= 0)
) strict;
