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
 * Decides who may use the endpoint, and how much.
 */
@FunctionalInterface
public interface AccessPolicy {

	/**
	 * Whether a secret key is known.
	 * @param secretKey the key that the client sent, never empty
	 * @return false to refuse the request with status 401
	 */
	boolean accepts(String secretKey);

	/**
	 * Returns whether a known key may send one more request. Called after the body was
	 * checked and before the agent runs.
	 * @param secretKey the key that the client sent
	 * @return the state of its limits; defaults to {@link Limits#WITHIN}
	 */
	default Limits limits(String secretKey) {
		return Limits.WITHIN;
	}

	/**
	 * The state of a key's limits.
	 */
	enum Limits {

		/** Within all limits. */
		WITHIN,

		/** Too many requests at the moment. */
		RATE_REACHED,

		/** Nothing left of the account's quota. */
		QUOTA_EXCEEDED

	}

}
