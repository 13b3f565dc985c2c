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

package com.chatbotkit.springai.server;

/**
 * Thrown if a value breaks the rules of the request body.
 */
final class InvalidValueException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient BodyPath path;

	private final String reason;

	InvalidValueException(BodyPath path, String reason) {
		// No stack trace, because each alternative that does not match throws one.
		super(null, null, false, false);
		this.path = path;
		this.reason = reason;
	}

	@Override
	public String getMessage() {
		return "\"" + this.path.label() + "\" " + this.reason;
	}

}
