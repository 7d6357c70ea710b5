"""What a start refuses."""

import pytest

from appraisal import create_app
from appraisal.domain.errors import ConfigurationRefused


@pytest.mark.parametrize("secret", ["pepper", "receipt_key"])
def test_a_database_without_its_own_secrets_is_refused(tmp_path, secret):
    create_app({"APPRAISAL_DATA": tmp_path}).extensions["appraisal"].database.engine.dispose()
    (tmp_path / secret).unlink()

    with pytest.raises(ConfigurationRefused, match=f"{secret} 与数据库不是一套"):
        create_app({"APPRAISAL_DATA": tmp_path})
