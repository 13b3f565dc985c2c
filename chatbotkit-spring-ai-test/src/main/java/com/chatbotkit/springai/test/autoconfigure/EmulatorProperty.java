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

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Checks properties of the starter before the starter binds them.
 */
final class EmulatorProperty {

	static final String PREFIX = "spring.ai.chatbotkit.";

	private EmulatorProperty() {
	}

	/**
	 * Tells whether a property has a text. An unresolved placeholder does not count,
	 * although binding returns it unchanged.
	 */
	static boolean isSet(Environment environment, String name) {
		String value = Binder.get(environment).bind(PREFIX + name, String.class).orElse("");
		return StringUtils.hasText(value) && !value.strip().matches("\\$\\{[^}]*}");
	}

}
