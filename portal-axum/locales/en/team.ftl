# The words of the team's pages.

nav-queue = Queue
nav-deliveries = Sent mail
nav-definitions = Definition
nav-forms = Forms

definition-lead = What this portal is made of: its version in force, its workflows, and what its checks remark.
definition-in-force = In force
definition-version = Version
definition-since = Since
definition-files = Files
definition-files-count =
    { $count ->
        [one] One file
       *[other] { $count } files
    }
definition-refused = The last change is not in force
definition-has-faults = It has faults; the version below stays in force.
definition-breaks = It would break what is open; the version below stays in force.
definition-not-now = It could not be put in force; the version below stays. Save it again.
definition-fault = Fault
definition-warning = Warning
definition-lints = Remarks on the version in force
definition-lints-none = Nothing to remark.
definition-workflows = Workflows
definition-drawn = The workflow as a picture; the same in words follows.
definition-words = The workflow in words

queue-views = Views
queue-open = All open
queue-mine = Mine
queue-unowned = Unowned
queue-us = Waiting for us
queue-client = Waiting for the client
queue-over = Over
queue-open-none = Nothing is open. New requests appear here by themselves.
queue-mine-none = You own no open request. The view “Unowned” shows what you can take.
queue-unowned-none = Every open request has its owner.
queue-us-none = Nothing waits for us.
queue-client-none = Nothing waits for a client.
queue-over-none = No request is over yet.
queue-not-found = No request of this view matches “{ $text }”.
queue-not-allowed = Your role does not show you any requests. An administrator can change that.
queue-request = Request
queue-organisation = Client
queue-status = Status
queue-owner = Owner
queue-due = Due
queue-nobody = Nobody

bench-stands = Where it stands
bench-since = Since { $at }.
bench-client-reads = The client reads “{ $status }”.
bench-no-due = No deadline
bench-moves = What to do next
bench-tasks = Tasks
bench-tasks-closed =
    { $count ->
        [one] One closed task
       *[other] { $count } closed tasks
    }
bench-outcome = Why it was refused:
bench-messages = Conversation with the client
bench-messages-none = No message yet.
bench-message-open = Write to the client
bench-message = Message to the client
bench-message-hint = Everybody who sees the request at the client’s reads it.
bench-replies = Begin with a usual reply:
bench-message-button = Send to the client
bench-notes = Internal notes
bench-notes-none = No note yet. Notes stay in the team.
bench-note-open = Write a note
bench-note = Internal note
bench-note-hint = The client never sees this.
bench-note-button = Save the note
bench-answers = Answers
bench-team-answers = Noted by the team
bench-team-write = Fill in
fields-stale = The request changed while this page was open. Check the fields, then save again.
fields-explain = Only the team sees these fields, unless one says that clients do too.
fields-save = Save
bench-documents = Documents
bench-documents-none = No document yet.
bench-kind = Kind of document
bench-add = Add a document
bench-owner = Who owns this request
bench-assign = Save the owner
bench-organisation = Company
bench-opened-by = Opened by
bench-submitted = Sent
bench-timeline = What happened

team-task-client = Waits for the client
team-task-team = Waits for us
team-task-done = Done
team-task-refused = Refused
team-task-waiting = Opens later
team-task-checking = Handed in, to be checked
team-task-waived = Waived
team-task-ended = No longer needed

document-fact = { $name }: { $value }
document-internal = Internal
document-shared = The client sees it
document-add = Add a document: { $kind }
document-add-button = Add the document
file-label = File: { $kind }
file-internal = It stays in the team until it is shared.
file-shared = The client sees it at once.
team-file-again = Choose the file again: it was not kept.
team-file-no-space = The space of this client is full. The file was not kept.

move-back = Back to the request
move-becomes = What the client will read
move-silent = The client reads nothing new.
move-usual = Usual reasons
move-usual-hint = Choose one to start from, or write your own below. What stands in the box is what counts.
move-reason-own = My own words
team-reason = Reason
move-reason-hint = The client reads this.
move-comment-hint = It is sent to the client as a message.
effect-owner = You become the owner.
effect-due = The next step is due by { $day }.
effect-over = The request is over. Nobody works on it any more.
effect-opens = A task opens for the client: { $task }.
effect-opens-team = A task opens for the team: { $task }.
effect-closes = An open task is no longer needed: { $task }.
share-there = These become visible to the client:
share-none = It becomes visible to the client with this step. None is there yet.
need-there = There already:
need-none = This step needs one.

ask-what = What is missing?
ask-what-hint = One line for each document. A line without a kind is left out.
ask-kind = Document { $number }
ask-choose = Choose a kind
ask-kind-missing = Choose what kind of document it is
ask-name = What exactly, document { $number }
ask-more = Add a line
ask-by = By when
ask-by-hint = Without a date: { $day }.
ask-by-none = Without a date, there is no deadline.
ask-by-wrong = Write a date, such as 2026-01-31
ask-look = Update the preview
ask-preview = How the client will read it
ask-preview-by = By { $day }
ask-preview-nothing = Nothing is asked for yet.

conflict-title = The request changed while you were writing
conflict-text = Nothing was done yet. What you typed is still here: check that it still fits, then press the button again.
conflict-unseen = A file of an open task was changed, or you made a change in another window.
conflict-now = It stands now at:
passed-title = This step is no longer possible
passed-text = “{ $label }” does not fit where the request stands now. Nothing was done.
passed-kept = What you had written
passed-back = Back to the request

delivery-lead = Every message the portal wrote to somebody, newest first, and what became of it.
delivery-all = All
delivery-failed-only = Failed
delivery-recipient = To
delivery-about = About
delivery-when = Written
delivery-pending = Waits to be sent
delivery-sending = Being sent
delivery-delivered = Delivered
delivery-failed = Failed
delivery-suppressed = Not sent
delivery-gone = The person may no longer see this request.
delivery-only-played = Part of the demo’s past, which was only played: it was not sent to anybody.
delivery-no-longer-needed = What it asked for was done before it could be sent.
delivery-host-busy = It waits for its turn: many messages are on their way to this mail server.
delivery-next = Next try:
stuck-title = Work that was given up
stuck-lead = The portal could not do this and will not try again by itself. When the cause is mended, try again.
stuck-notify = Telling people what happened
stuck-wake = Seeing what time has done to a request
stuck-link = Sending an invitation or another letter with a link
stuck-alert = Telling somebody of a change to their account
stuck-deliver = Sending a message
stuck-other = Work of an unknown kind
delivery-attempts =
    { $count ->
        [one] Tried once
       *[other] Tried { $count } times
    }
delivery-retry = Try again
delivery-retry-whom = to { $name }: { $about }
delivery-none = Nothing was sent yet.
delivery-none-failed = No message failed.

rule-receipt = Receipt
rule-new-request = New request
rule-status-changed = New status
rule-action-required = Something to do
rule-due-soon = Something is due soon
rule-late = Something is late
rule-action-answered = A task was answered
rule-new-reply = New message
rule-document-available = New document
rule-closed = The request is over

done-work-retried = The work is taken up again.
done-project-made = The project is created.
done-project-changed = The project was changed.
done-project-closed = The project is closed.
done-project-reopened = The project is open again.

project-for = For which client?
project-kind = What kind of project?
project-name = Name
project-no-organisation = There is no client yet
project-contact = Contact at the client
project-contact-hint = The requests that the project opens are theirs: they are told, and their colleagues as usual.
project-opens = With the project these requests are opened:
project-make = Create the project
project-stale = The project changed while this page was open. Check what you typed, then save again.
project-keep = Save
done-retried = The message will be sent again.

figures-lead = How far people come with each form, and what holds them up. Nobody is named: days and counts are all that is kept.
figures-spans = Span of time
figures-days = Last { $days } days
figures-version = Version
figures-in-force = In force
figures-started = Begun
figures-submitted = Sent
figures-resumed = Taken up again after a pause
figures-discarded = Thrown away
figures-expired = Left until their time was over
figures-renewed = Begun anew with a newer form
figures-median = Half of those sent took less than
figures-steps = How many came to each step
figures-faults = Answers that would not do
figures-none = Nobody has begun a form in this time.
figures-minutes = { $number } min
figures-hours = { $number } h
figures-whole-days = { $number } days
figures-fault-required = Not answered
figures-fault-must_confirm = Not confirmed
figures-fault-too_long = Too long
figures-fault-pattern = Not in the expected form
figures-fault-email = Not a mail address
figures-fault-phone = Not a phone number
figures-fault-url = Not a web address
figures-fault-number = Not a number
figures-fault-whole = Not a whole number
figures-fault-decimals = Too many decimals
figures-fault-too_small = Too small
figures-fault-too_large = Too large
figures-fault-date = Not a date
figures-fault-too_early = Too early
figures-fault-too_late = Too late
figures-fault-option = Not one of the options
figures-fault-too_many = Too many files or rows
figures-fault-too_few = Too few rows
figures-fault-date_time = Not a date and time
figures-fault-not_free = No longer free
figures-fault-stopped = The form ends there
figures-fault-invalid = Not accepted by the form

nav-organisations = Clients
organisation-new = New client
organisation-search = Search by name
organisation-filter-active = Active
organisation-filter-disabled = Disabled
organisation-filter-all = All
organisation-disabled = Disabled
organisation-last = last activity
organisations-none = No client here
organisation-open-requests = { $count ->
    [0] no open request
    [one] one open request
   *[other] { $count } open requests
 }
organisation-ongoing = Open requests
organisation-facts = What is known
organisation-since = Client since
organisation-change = Change
organisation-name = Name
organisation-make = Create the client
organisation-stale = The client changed while this page was open. Check what you typed, then save again.
organisation-disable = Disable this client
organisation-disable-explain = Its people are out with their next click, and so are their programs, unless they belong elsewhere too. Open invitations are taken back. Everything stays, and you can go on working.
organisation-disabled-explain = This client is disabled: its people cannot come in.
organisation-enable = Enable this client
organisation-enable-explain = Its people can come in again. Whoever was invited must be invited anew.
done-organisation-made = The client is created. Now invite somebody.
done-organisation-changed = The client was changed.
done-organisation-disabled = The client is disabled.
done-organisation-enabled = The client is enabled.
