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

package com.chatbotkit.springai.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Gives each logger its level back after a test. An application that is started with
 * {@code logging.level.…} sets them for its whole JVM, and so for later tests.
 */
final class KeepLogLevels implements BeforeEachCallback, AfterEachCallback {

	private final Map<String, @Nullable Level> before = new HashMap<>();

	@Override
	public void beforeEach(ExtensionContext context) {
		loggers().getLoggerList().forEach((logger) -> this.before.put(logger.getName(), logger.getLevel()));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		for (Logger logger : loggers().getLoggerList()) {
			if (!logger.getName().equals(Logger.ROOT_LOGGER_NAME)) {
				logger.setLevel(this.before.get(logger.getName()));
			}
		}
		this.before.clear();
	}

	private static LoggerContext loggers() {
		return (LoggerContext) LoggerFactory.getILoggerFactory();
	}

}
