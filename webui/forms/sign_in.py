"""Signing in, proving it again, the first password and a later one."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired

from matcher.policy.clauses import PASSWORD_LENGTH


class SignIn(FlaskForm):
    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class Again(FlaskForm):
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class FirstPassword(FlaskForm):
    password = PasswordField(
        "New password",
        [InputRequired("Enter a password.")],
        description=f"At least {PASSWORD_LENGTH.figure} characters. A sentence of your own is easy to keep.",
    )
    repeated = PasswordField(
        "New password again",
        [
            InputRequired("Enter the password again."),
            EqualTo("password", "The two passwords differ: enter the same one twice."),
        ],
    )


class NewPassword(FirstPassword):
    current = PasswordField("Password you have now", [InputRequired("Enter the password you have now.")])
