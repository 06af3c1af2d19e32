"""The CRM: an English cloud service with 18-character identifiers and system stamps in UTC."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

STAGES = ("Prospecting", "Proposal", "Negotiation", "Closed Won", "Closed Lost")


def _id(prefix: str) -> Field:
    return Field("Id", "number", "CHAR(18)", forms.cloud_id(prefix))


def _to(name: str, value: str, prefix: str, dataset: str) -> Field:
    return Field(name, value, "CHAR(18)", forms.cloud_id(prefix), to=dataset)


def _stamps() -> tuple[Field, ...]:
    return (
        _to("OwnerId", "owner", "005", "User"),
        Field("IsDeleted", "deleted", "BOOLEAN", forms.zero_one),
        Field("CreatedDate", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("LastModifiedDate", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("SystemModstamp", "stamped", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    )


USERS = DatasetSpec(
    "User", "entity", (
        _id("005"),
        Field("Name", "name", "VARCHAR(80)"),
        Field("Email", "email", "VARCHAR(80)"),
        Field("Department", "department", "VARCHAR(40)"),
        Field("IsActive", "active", "BOOLEAN", forms.zero_one),
    ),
    concept="employee", key=("Id",),
)  # fmt: skip
ACCOUNTS = DatasetSpec(
    "Account", "entity", (
        _id("001"),
        Field("Name", "name", "VARCHAR(255)"),
        Field("FirstName", "first_name", "VARCHAR(40)"),
        Field("LastName", "last_name", "VARCHAR(80)"),
        Field("Type", "customer_type", "VARCHAR(40)", lambda text: "Person" if text == "person" else "Business"),
        Field("Email__c", "email", "VARCHAR(80)", None, None, 0.88),
        Field("Phone", "phone", "VARCHAR(40)", None, forms.spoken_phone, 0.9),
        Field("BillingStreet", "street", "VARCHAR(255)", asked=0.75),
        Field("BillingCity", "city", "VARCHAR(40)", asked=0.8),
        Field("BillingState", "province", "VARCHAR(80)", asked=0.75),
        Field("BillingPostalCode", "postal_code", "VARCHAR(20)", asked=0.75),
        Field("BillingCountry", "country", "VARCHAR(80)", lambda text: {"IT": "Italy"}.get(text, text)),
        Field("VAT_Number__c", "vat_number", "VARCHAR(20)", None, forms.vat_with_country, 0.85),
        Field("Fiscal_Code__c", "tax_code", "VARCHAR(16)", asked=0.3),
        Field("ERP_Code__c", "erp_code", "VARCHAR(10)"),
        Field("Marketing_Consent__c", "marketing_consent", "BOOLEAN", forms.zero_one),
        Field("Description", "note", "TEXT", semantic="free_text"),
        Field("Rating", "rating", "VARCHAR(20)"),
        *_stamps(),
    ),
    concept="customer", key=("Id",), code="ERP_Code__c",
)  # fmt: skip
CONTACTS = DatasetSpec(
    "Contact", "entity", (
        _id("003"),
        _to("AccountId", "account", "001", "Account"),
        Field("FirstName", "first_name", "VARCHAR(40)"),
        Field("LastName", "last_name", "VARCHAR(80)"),
        Field("Title", "title", "VARCHAR(60)"),
        Field("Email", "email", "VARCHAR(80)", None, None, 0.95),
        Field("MobilePhone", "phone", "VARCHAR(40)", None, forms.spoken_phone, 0.7),
        *_stamps(),
    ),
    concept="contact", key=("Id",),
)  # fmt: skip
LEADS = DatasetSpec(
    "Lead", "entity", (
        _id("00Q"),
        Field("FirstName", "first_name", "VARCHAR(40)"),
        Field("LastName", "last_name", "VARCHAR(80)"),
        Field("Company", "company_name", "VARCHAR(255)"),
        Field("Email", "email", "VARCHAR(80)", None, None, 0.97),
        Field("Phone", "phone", "VARCHAR(40)", None, forms.spoken_phone, 0.7),
        Field("City", "city", "VARCHAR(40)", None, None, 0.5),
        Field("LeadSource", "source", "VARCHAR(40)", semantic="status_code"),
        Field("Status", "status", "VARCHAR(40)", semantic="status_code"),
        _to("CampaignId__c", "campaign", "701", "Campaign"),
        Field("First_Contact__c", "contacted", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("ConvertedDate", "converted", "DATE", forms.day_iso, time_role="event"),
        _to("ConvertedAccountId", "account", "001", "Account"),
        *_stamps(),
    ),
    concept="customer", key=("Id",), repeats=True,
)  # fmt: skip
CAMPAIGNS = DatasetSpec(
    "Campaign", "entity", (
        _id("701"),
        Field("Name", "name", "VARCHAR(80)"),
        Field("StartDate", "date", "DATE", forms.day_iso, time_role="planned"),
        Field("EndDate", "end", "DATE", forms.day_iso, time_role="planned"),
        Field("Type", "channel", "VARCHAR(40)"),
        Field("BudgetedCost", "budget", "NUMERIC(12,2)", forms.euros),
        Field("CreatedDate", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="campaign", key=("Id",),
)  # fmt: skip
MEMBERS = DatasetSpec(
    "CampaignMember", "bridge", (
        _to("CampaignId", "campaign", "701", "Campaign"),
        _to("LeadId", "lead", "00Q", "Lead"),
    ),
    key=("CampaignId", "LeadId"), logged=True,
)  # fmt: skip
OPPORTUNITIES = DatasetSpec(
    "Opportunity", "transaction", (
        _id("006"),
        Field("Name", "title", "VARCHAR(120)"),
        _to("AccountId", "customer", "001", "Account"),
        Field("StageName", "status", "VARCHAR(40)", to_field="OpportunityStage.MasterLabel"),
        Field("Probability", "probability", "NUMERIC(5,2)"),
        Field("Amount", "total", "NUMERIC(12,2)", forms.euros),
        Field("CurrencyIsoCode", "currency", "CHAR(3)"),
        Field("CloseDate", "expected", "DATE", forms.day_iso, time_role="planned"),
        Field("Quote_Sent__c", "sent", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("Closed_On__c", "decided", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("Quote_Number__c", "reference", "VARCHAR(20)"),
        *_stamps(),
    ),
    concept="quote", key=("Id",),
)  # fmt: skip
QUOTE_LINES = DatasetSpec(
    "OpportunityLineItem", "transaction", (
        _id("00k"),
        _to("OpportunityId", "document", "006", "Opportunity"),
        Field("ProductCode", "product", "VARCHAR(20)", to_field="Product2.ProductCode"),
        Field("Quantity", "quantity", "NUMERIC(10,2)"),
        Field("UnitPrice", "unit_price", "NUMERIC(12,2)", forms.euros),
        Field("TotalPrice", "amount", "NUMERIC(12,2)", forms.euros),
    ),
    concept="quote_line", key=("Id",), logged=True,
)  # fmt: skip
HISTORY = DatasetSpec(
    "OpportunityHistory", "status_history", (
        _id("008"),
        _to("OpportunityId", "document", "006", "Opportunity"),
        Field("StageName", "status", "VARCHAR(40)", to_field="OpportunityStage.MasterLabel", semantic="status_code"),
        _to("CreatedById", "user", "005", "User"),
        Field("CreatedDate", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    key=("Id",), logged=True,
)  # fmt: skip
PRODUCTS = DatasetSpec(
    "Product2", "entity", (
        _id("01t"),
        Field("ProductCode", "code", "VARCHAR(20)"),
        Field("Name", "name", "VARCHAR(255)"),
        Field("Family", "category", "VARCHAR(40)"),
        Field("List_Price__c", "price", "NUMERIC(12,2)", forms.euros),
        Field("IsActive", "active", "BOOLEAN", forms.zero_one),
        Field("CreatedDate", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("LastModifiedDate", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="product", key=("Id",), code="ProductCode",
)  # fmt: skip
STAGE_LIST = DatasetSpec(
    "OpportunityStage", "code_list", (
        Field("MasterLabel", "code", "VARCHAR(40)", semantic="status_code"),
        Field("SortOrder", "order", "INTEGER"),
        Field("IsClosed", "closed", "BOOLEAN", forms.zero_one),
    ),
    key=("MasterLabel",),
)  # fmt: skip


def system(*, history: bool) -> SystemSpec:
    """Return the CRM."""
    datasets = (
        USERS, ACCOUNTS, CONTACTS, LEADS, CAMPAIGNS, MEMBERS, OPPORTUNITIES, QUOTE_LINES,
        *((HISTORY,) if history else ()), PRODUCTS, STAGE_LIST,
    )  # fmt: skip
    return SystemSpec(
        "crm", "CRM", "sqlite", datasets, kind="crm", department="sales", vendor="Vertice Cloud",
        owner="Direttrice vendite", cost_eur_year=27_600, contract_months=9, criticality="high", users=22,
    )  # fmt: skip
