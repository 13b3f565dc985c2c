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

package com.chatbotkit.springai.test.autoconfigure;

import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Sets the bot {@value #ID} if the application names no bot or model, because the
 * emulator answers for any bot.
 * <p>
 * Imports nothing. It is an import selector because selectors are called before the
 * conditions of the starter, and because {@code @PropertySource} cannot replace an empty
 * value or an unresolved placeholder.
 */
final class DefaultBot implements ImportSelector {

	static final String ID = "demo";

	private static final String[] NOTHING = {};

	private final Environment environment;

	DefaultBot(Environment environment) {
		this.environment = environment;
	}

	@Override
	public String[] selectImports(AnnotationMetadata importing) {
		addTo(this.environment);
		return NOTHING;
	}

	static void addTo(Environment environment) {
		EmulatedBots.addTo((ConfigurableEnvironment) environment, ID);
	}

}
