/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server.autoconfigure;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;

/**
 * Counts in a table of the application's PostgreSQL.
 */
final class PostgresBuckets {

	static final String TABLE = "chatbotkit_server_limits";

	private PostgresBuckets() {
	}

	static SharedBuckets of(DataSource dataSource, ExpirationAfterWriteStrategy expiry) {
		create(dataSource);
		return new SharedBuckets(Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
			.table(TABLE)
			.expirationAfterWrite(expiry)
			.primaryKeyMapper(PrimaryKeyMapper.STRING)
			.build(), () -> {
			});
	}

	/** An application that may create no tables brings it along. */
	private static void create(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			DatabaseMetaData data = connection.getMetaData();
			try (ResultSet tables = data.getTables(null, null, TABLE, null)) {
				if (tables.next()) {
					return;
				}
			}
			try (Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE
						+ " (id VARCHAR(255) PRIMARY KEY, state BYTEA, expires_at BIGINT)");
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The table " + TABLE + " cannot be created", ex);
		}
	}

}
