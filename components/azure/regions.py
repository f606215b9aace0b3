"""Regions of Azure's public cloud, and which have availability zones: from memory, 2026-11.

Nothing was checked against Azure; `az account list-locations` tells the truth. A region that isn't
here is therefore no fault: it gives a warning with the closest name.
"""

ZONAL = frozenset(
    {
        *("australiaeast", "brazilsouth", "canadacentral", "centralindia", "centralus"),
        *("eastasia", "eastus", "eastus2", "francecentral", "germanywestcentral"),
        *("indonesiacentral", "israelcentral", "italynorth", "japaneast", "japanwest"),
        *("koreacentral", "malaysiawest", "mexicocentral", "newzealandnorth", "northeurope"),
        *("norwayeast", "polandcentral", "qatarcentral", "southafricanorth", "southcentralus"),
        *("southeastasia", "spaincentral", "swedencentral", "switzerlandnorth", "uaenorth"),
        *("uksouth", "westeurope", "westus2", "westus3", "austriaeast", "chilecentral"),
    }
)
ONE_ZONE = frozenset(
    {
        *("australiacentral", "australiasoutheast", "canadaeast", "francesouth", "germanynorth"),
        *("koreasouth", "northcentralus", "norwaywest", "southafricawest", "southindia"),
        *("swedensouth", "switzerlandwest", "uaecentral", "ukwest", "westcentralus"),
        *("westindia", "westus"),
    }
)
REGIONS = ZONAL | ONE_ZONE
