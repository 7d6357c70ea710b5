"""Alembic's entry: run the steps on the engine that the caller brings along."""

from alembic import context

from appraisal.storage.models import Model

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
