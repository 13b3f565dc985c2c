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

/**
 * A setting of the server that cannot be used, and what to write instead.
 * <p>
 * Used only where Spring Boot's {@code InvalidConfigurationPropertyValueException} cannot
 * be: its analyzer prints the value, which may be a secret, and needs one property whose
 * value is wrong. A missing key, two agents of one name, or a name for which there is no
 * bean have none.
 */
@SuppressWarnings("serial")
final class ServerSettingException extends RuntimeException {

	private final String description;

	private final String action;

	ServerSettingException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
