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

package com.chatbotkit.springai.test;

import com.chatbotkit.springai.server.AccessPolicy;

/**
 * Accepts the emulator's own key and every key that starts with {@code sk-test}
 * (docs/contract.md#script-words).
 *
 * @param secretKey the emulator's own key
 * @param any whether every other key is accepted, too
 */
record TestKeys(String secretKey, boolean any) implements AccessPolicy {

	@Override
	public boolean accepts(String key) {
		return this.any || key.equals(this.secretKey) || key.startsWith("sk-test");
	}

	@Override
	public Limits limits(String key) {
		return switch (key) {
			case "sk-test-ratelimited" -> Limits.RATE_REACHED;
			case "sk-test-quota" -> Limits.QUOTA_EXCEEDED;
			default -> Limits.WITHIN;
		};
	}

	@Override
	public String toString() {
		return "TestKeys";
	}

}
