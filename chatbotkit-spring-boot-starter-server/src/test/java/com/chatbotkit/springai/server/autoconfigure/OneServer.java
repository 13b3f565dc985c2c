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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves one server to an application, where the class path has those of all tests.
 */
final class OneServer implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The name of the server; without it, Jetty is left out. */
	static final String PROPERTY = "test.server";

	private static final String BOOT = "org.springframework.boot.";

	private String server = "";

	@Override
	public void setEnvironment(Environment environment) {
		this.server = environment.getProperty(PROPERTY, "");
	}

	@Override
	public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[configurations.length];
		for (int i = 0; i < matches.length; i++) {
			matches[i] = configurations[i] == null || !isOfAnother(configurations[i]);
		}
		return matches;
	}

	private boolean isOfAnother(String configuration) {
		boolean ofJetty = configuration.startsWith(BOOT + "jetty.");
		boolean ofTomcat = configuration.startsWith(BOOT + "tomcat.");
		boolean ofNetty = configuration.startsWith(BOOT + "reactor.netty.");
		return switch (this.server) {
			case "jetty" -> ofTomcat || ofNetty;
			case "tomcat" -> ofJetty || ofNetty;
			default -> ofJetty;
		};
	}

}
