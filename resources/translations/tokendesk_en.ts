<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>dialogs::GrantChecklist</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::IdentityView</name>
    <message numerus="yes">
        <source>%n to choose from above</source>
        <translation>
            <numerusform>%n to choose from above</numerusform>
            <numerusform>%n to choose from above</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::IssueForm</name>
    <message numerus="yes">
        <source>IP addresses or blocks, one a line, at most %n. Empty means from anywhere. They cannot be changed later.</source>
        <translation>
            <numerusform>IP addresses or blocks, one a line, at most %n. Empty means from anywhere. They cannot be changed later.</numerusform>
            <numerusform>IP addresses or blocks, one a line, at most %n. Empty means from anywhere. They cannot be changed later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::LifetimePicker</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::PreflightDialog</name>
    <message numerus="yes">
        <source>Delete %Ln Tokens</source>
        <translation>
            <numerusform>Delete %Ln Token</numerusform>
            <numerusform>Delete %Ln Tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disable %Ln Tokens</source>
        <translation>
            <numerusform>Disable %Ln Token</numerusform>
            <numerusform>Disable %Ln Tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enable %Ln Tokens</source>
        <translation>
            <numerusform>Enable %Ln Token</numerusform>
            <numerusform>Enable %Ln Tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not listed any more</source>
        <translation>
            <numerusform>%Ln not listed any more</numerusform>
            <numerusform>%Ln not listed any more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were used within seven days, or nobody knows whether they are in use. They are not ticked; tick them only if you mean it.</source>
        <translation>
            <numerusform>%Ln was used within seven days, or nobody knows whether it is in use. It is not ticked; tick it only if you mean it.</numerusform>
            <numerusform>%Ln were used within seven days, or nobody knows whether they are in use. They are not ticked; tick them only if you mean it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln Tokens Later</source>
        <translation>
            <numerusform>Delete %Ln Token Later</numerusform>
            <numerusform>Delete %Ln Tokens Later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be disabled and stay in use until then.</source>
        <translation>
            <numerusform>%Ln cannot be disabled and stays in use until then.</numerusform>
            <numerusform>%Ln cannot be disabled and stay in use until then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::PreflightModel</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::RoleGrants</name>
    <message numerus="yes">
        <source>The vendor takes at most %n roles.</source>
        <translation>
            <numerusform>The vendor takes at most %n role.</numerusform>
            <numerusform>The vendor takes at most %n roles.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::TagsDialog</name>
    <message numerus="yes">
        <source>%Ln tokens are selected. Tags stay on this computer; no vendor sees them.</source>
        <translation>
            <numerusform>%Ln token is selected. Tags stay on this computer; no vendor sees them.</numerusform>
            <numerusform>%Ln tokens are selected. Tags stay on this computer; no vendor sees them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::UnknownOutcome</name>
    <message numerus="yes">
        <source>%n tokens named “%1” are new in the vendor&apos;s list.</source>
        <translation>
            <numerusform>%n token named “%1” is new in the vendor&apos;s list.</numerusform>
            <numerusform>%n tokens named “%1” are new in the vendor&apos;s list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::WhoseKeyDialog</name>
    <message numerus="yes">
        <source>%Ln tokens fit.</source>
        <translation>
            <numerusform>%Ln token fits.</numerusform>
            <numerusform>%Ln tokens fit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::JobListModel</name>
    <message numerus="yes">
        <source>%Ln overdue: decide</source>
        <translation>
            <numerusform>%Ln overdue: decide</numerusform>
            <numerusform>%Ln overdue: decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deletions wait</source>
        <translation>
            <numerusform>%Ln deletion waits</numerusform>
            <numerusform>%Ln deletions wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::JobText</name>
    <message numerus="yes">
        <source>%Ln disabled</source>
        <translation>
            <numerusform>%Ln disabled</numerusform>
            <numerusform>%Ln disabled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln enabled</source>
        <translation>
            <numerusform>%Ln enabled</numerusform>
            <numerusform>%Ln enabled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deleted</source>
        <translation>
            <numerusform>%Ln deleted</numerusform>
            <numerusform>%Ln deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disable %Ln tokens</source>
        <translation>
            <numerusform>Disable %Ln token</numerusform>
            <numerusform>Disable %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enable %Ln tokens</source>
        <translation>
            <numerusform>Enable %Ln token</numerusform>
            <numerusform>Enable %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln tokens</source>
        <translation>
            <numerusform>Delete %Ln token</numerusform>
            <numerusform>Delete %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already gone</source>
        <translation>
            <numerusform>%Ln already gone</numerusform>
            <numerusform>%Ln already gone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown</source>
        <translation>
            <numerusform>%Ln unknown</numerusform>
            <numerusform>%Ln unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln contradicted</source>
        <translation>
            <numerusform>%Ln contradicted</numerusform>
            <numerusform>%Ln contradicted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln skipped</source>
        <translation>
            <numerusform>%Ln skipped</numerusform>
            <numerusform>%Ln skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens are left. Nothing is sent unless you continue; what is done is not done again.</source>
        <translation>
            <numerusform>%Ln token is left. Nothing is sent unless you continue; what is done is not done again.</numerusform>
            <numerusform>%Ln tokens are left. Nothing is sent unless you continue; what is done is not done again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried %Ln times, will be tried again</source>
        <translation>
            <numerusform>Tried %Ln time, will be tried again</numerusform>
            <numerusform>Tried %Ln times, will be tried again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried %Ln times</source>
        <translation>
            <numerusform>Tried %Ln time</numerusform>
            <numerusform>Tried %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days %1 h</source>
        <translation>
            <numerusform>%n day %1 h</numerusform>
            <numerusform>%n days %1 h</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::StagedView</name>
    <message numerus="yes">
        <source>%Ln deletions are overdue</source>
        <translation>
            <numerusform>%Ln deletion is overdue</numerusform>
            <numerusform>%Ln deletions are overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln Tokens Now</source>
        <translation>
            <numerusform>Delete %Ln Token Now</numerusform>
            <numerusform>Delete %Ln Tokens Now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln Tokens</source>
        <translation>
            <numerusform>Delete %Ln Token</numerusform>
            <numerusform>Delete %Ln Tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>models::CellText</name>
    <message numerus="yes">
        <source>In %n days</source>
        <translation>
            <numerusform>In %n day</numerusform>
            <numerusform>In %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Overdue by %n days</source>
        <translation>
            <numerusform>Overdue by %n day</numerusform>
            <numerusform>Overdue by %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>%1 is a list of permissions, %n how many more there are</extracomment>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>models::TokenColumns</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::AnnotationCommands</name>
    <message numerus="yes">
        <source>Tags of %Ln tokens changed</source>
        <translation>
            <numerusform>Tags of %Ln token changed</numerusform>
            <numerusform>Tags of %Ln tokens changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::BulkCommands</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens will not be deleted later</source>
        <translation>
            <numerusform>%Ln token will not be deleted later</numerusform>
            <numerusform>%Ln tokens will not be deleted later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens will be deleted later</source>
        <translation>
            <numerusform>%Ln token will be deleted later</numerusform>
            <numerusform>%Ln tokens will be deleted later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens need a look.</source>
        <translation>
            <numerusform>%Ln token needs a look.</numerusform>
            <numerusform>%Ln tokens need a look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::ConnectionCommands</name>
    <message numerus="yes">
        <source>%n tokens leave the list</source>
        <translation>
            <numerusform>%n token leaves the list</numerusform>
            <numerusform>%n tokens leave the list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::LoadStatus</name>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln tokens</source>
        <translation>
            <numerusform>%1 of %Ln token</numerusform>
            <numerusform>%1 of %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Listed %n minutes ago</source>
        <translation>
            <numerusform>Listed %n minute ago</numerusform>
            <numerusform>Listed %n minutes ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::MainWindow</name>
    <message numerus="yes">
        <source>%Ln rows are too many to copy</source>
        <translation>
            <numerusform>%Ln row is too many to copy</numerusform>
            <numerusform>%Ln rows are too many to copy</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens exported to %1</source>
        <translation>
            <numerusform>%Ln token exported to %1</numerusform>
            <numerusform>%Ln tokens exported to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %Ln more)</source>
        <translation>
            <numerusform>%1 (and %Ln more)</numerusform>
            <numerusform>%1 (and %Ln more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs are not done. They stop when Tokendesk closes, and can be continued when it is opened again.</source>
        <translation>
            <numerusform>%Ln job is not done. It stops when Tokendesk closes, and can be continued when it is opened again.</numerusform>
            <numerusform>%Ln jobs are not done. They stop when Tokendesk closes, and can be continued when it is opened again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs are not done. They stop when Tokendesk closes.</source>
        <translation>
            <numerusform>%Ln job is not done. It stops when Tokendesk closes.</numerusform>
            <numerusform>%Ln jobs are not done. They stop when Tokendesk closes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::NoticeArea</name>
    <message numerus="yes">
        <source>%n rotations wait for you</source>
        <translation>
            <numerusform>A rotation waits for you</numerusform>
            <numerusform>%n rotations wait for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens arrived before that. The list is incomplete.</source>
        <translation>
            <numerusform>%Ln token arrived before that. The list is incomplete.</numerusform>
            <numerusform>%Ln tokens arrived before that. The list is incomplete.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens arrived before that. The list is incomplete: tokens that were listed before are kept.</source>
        <translation>
            <numerusform>%Ln token arrived before that. The list is incomplete: tokens that were listed before are kept.</numerusform>
            <numerusform>%Ln tokens arrived before that. The list is incomplete: tokens that were listed before are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::PendingNotice</name>
    <message numerus="yes">
        <source>%n tokens of this name in the list of “%1” may be it: %2. Somebody else may have made them, so Tokendesk chooses none.</source>
        <translation>
            <numerusform>%n token of this name in the list of “%1” may be it: %2. Somebody else may have made it, so Tokendesk does not choose it.</numerusform>
            <numerusform>%n tokens of this name in the list of “%1” may be it: %2. Somebody else may have made them, so Tokendesk chooses none.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::UnreachedNotice</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln connections cannot be reached: %1</source>
        <translation>
            <numerusform>%Ln connection cannot be reached: %1</numerusform>
            <numerusform>%Ln connections cannot be reached: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickets::TicketText</name>
    <message numerus="yes">
        <source>The answer was lost, and the list now has %n tokens that may be the new one. Their keys were never seen and are lost: take them out of use, then create another.</source>
        <translation>
            <numerusform>The answer was lost, and the list now has a token that may be the new one. Its key was never seen and is lost: take it out of use, then create another.</numerusform>
            <numerusform>The answer was lost, and the list now has %n tokens that may be the new one. Their keys were never seen and are lost: take them out of use, then create another.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The answer was lost, and the list now has %n tokens that may be the new one, or somebody else&apos;s. Compare before you take any out of use.</source>
        <translation>
            <numerusform>The answer was lost, and the list now has a token that may be the new one, or somebody else&apos;s. Compare before you take it out of use.</numerusform>
            <numerusform>The answer was lost, and the list now has %n tokens that may be the new one, or somebody else&apos;s. Compare before you take any out of use.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nobody used the old token for %n days.</source>
        <translation>
            <numerusform>Nobody used the old token for a day.</numerusform>
            <numerusform>Nobody used the old token for %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The old token has to stay unused for %n days. Every list is looked at.</source>
        <translation>
            <numerusform>The old token has to stay unused for a day. Every list is looked at.</numerusform>
            <numerusform>The old token has to stay unused for %n days. Every list is looked at.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tickets::TicketsDialog</name>
    <message numerus="yes">
        <source>%n rotations wait for you.</source>
        <translation>
            <numerusform>A rotation waits for you.</numerusform>
            <numerusform>%n rotations wait for you.</numerusform>
        </translation>
    </message>
</context>
</TS>
