"""The pages of the administration, all in the namespace of the room and under administration/."""

from django.urls import path

from hulul.agencies.web.administration import (
    agreements,
    break_glass,
    invitations,
    organisations,
    people,
    roles,
)

administration = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<int:agency_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:agency_id>/change/", organisations.change_organisation, name="change_organisation"),
    path("organisations/<int:agency_id>/close/", organisations.close_organisation, name="close_organisation"),
    path("organisations/<int:agency_id>/reopen/", organisations.reopen_organisation, name="reopen_organisation"),
    path("people/", people.people, name="people"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/change/", people.change_person, name="change_person"),
    path("people/<int:user_id>/close/", people.close_account, name="close_account"),
    path("people/<int:user_id>/open/", people.open_account, name="open_account"),
    path("people/<int:user_id>/sign-out/", people.end_sessions, name="end_sessions_of"),
    path("people/<int:user_id>/unlock/", people.unlock, name="unlock"),
    path("people/<int:user_id>/second-factors/", people.remove_second_factors, name="remove_second_factors"),
    path("people/<int:user_id>/roles/give/", roles.give_role, name="give_role"),
    path("roles/<int:grant_id>/end/", roles.end_role, name="end_role"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("invitations/<int:invitation_id>/again/", invitations.send_again, name="send_invitation_again"),
    path("invitations/<int:invitation_id>/withdraw/", invitations.withdraw_invitation, name="withdraw_invitation"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.agree, name="agree"),
    path("agreements/<int:agreement_id>/end/", agreements.end_agreement, name="end_agreement"),
    path("break-glass/", break_glass.break_glass, name="break_glass"),
    path("break-glass/close/", break_glass.close_break_glass, name="close_break_glass"),
]
