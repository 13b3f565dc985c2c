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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerConfiguration.ConfigurationScope;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Switches off the logger of Spring AI's {@link MessageAggregator}, which writes the
 * stack trace of a failed stream once for each advisor. A level that the application sets
 * has precedence.
 * <p>
 * No failure is lost: {@link MessageAggregator} also passes it to the subscriber, and
 * Reactor logs a failure that no subscriber handles.
 *
 * @see <a href="https://github.com/spring-projects/spring-ai/issues/5781">Spring AI issue
 * 5781</a>
 */
final class AggregatorLogSuppressor implements SmartInitializingSingleton {

	static final String LOGGER = MessageAggregator.class.getName();

	private static final Log log = LogFactory.getLog(AggregatorLogSuppressor.class);

	private final ObjectProvider<LoggingSystem> loggingSystem;

	AggregatorLogSuppressor(ObjectProvider<LoggingSystem> loggingSystem) {
		this.loggingSystem = loggingSystem;
	}

	/**
	 * Runs on startup, even with lazy initialization.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		try {
			LoggingSystem logging = this.loggingSystem
				.getIfAvailable(() -> LoggingSystem.get(getClass().getClassLoader()));
			LoggerConfiguration logger = logging.getLoggerConfiguration(LOGGER);
			if (logger == null || logger.getLevelConfiguration(ConfigurationScope.DIRECT) == null) {
				logging.setLogLevel(LOGGER, LogLevel.OFF);
			}
		}
		catch (RuntimeException ex) {
			// Some logging systems do not support levels. This must not stop the
			// application.
			log.debug("The level of " + LOGGER + " cannot be changed", ex);
		}
	}

}
