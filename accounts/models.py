"""Who you are: one user, one role. Citizens need no account to be heard."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does here. Each role is one kind of work, not a step on a ladder."""

    CITIZEN = "citizen", _("Citizen")
    CASEWORKER = "caseworker", _("Caseworker")
    COUNCIL_MEMBER = "council_member", _("Council member")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def staff(self) -> models.QuerySet["User"]:
        """Those who work here, or did."""
        return self.exclude(role=Role.CITIZEN)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user. The e-mail is kept in lower case: it is the login."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    # Null for a citizen whom a broker vouched for without telling an address.
    email = models.EmailField(_("e-mail"), unique=True, null=True)
    # "" for a citizen who has signed in with a code and not sent anything yet.
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CITIZEN)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)

    @property
    def confirmed_emails(self) -> list[str]:
        """The addresses she has shown to be hers: by a code from their mail, or because the broker
        vouches for them."""
        addresses = EmailAddress.objects.filter(user=self, verified=True)
        return list(addresses.values_list("email", flat=True))

    def has_confirmed(self, email: str) -> bool:
        return bool(email) and email.lower() in map(str.lower, self.confirmed_emails)

    @property
    def moderates(self) -> bool:
        """May review responses and export them."""
        return self.is_active and self.role in (Role.CASEWORKER, Role.ADMINISTRATOR)

    @property
    def administers(self) -> bool:
        """Decides who works here, and as what."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def is_staff_member(self) -> bool:
        """Belongs to the municipality: administration or council."""
        return self.is_active and self.role != Role.CITIZEN
