-- Every kind of task, and the states between open and done.
alter table portal_task drop constraint portal_task_action_check, drop constraint portal_task_state_check;
alter table portal_task
    add constraint portal_task_action_check check (action in ('provide', 'answer', 'correct', 'approve_document',
        'approve_request', 'read', 'reply', 'book', 'do')),
    add constraint portal_task_state_check check (state in ('waiting', 'open', 'checking', 'done', 'refused', 'waived',
        'ended'));
