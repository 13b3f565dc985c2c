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

package com.chatbotkit.springai.server.agent;

/**
 * Why an answer ended.
 */
public enum EndReason {

	/** It is complete. */
	STOP("stop"),

	/** It reached a limit of its length. */
	LENGTH("length"),

	/** A filter withheld the rest, which the platform reports as a stop. */
	FILTER("stop"),

	/** The caller has to run the functions that the agent calls. */
	ACTIVITY("tool_calls"),

	/** The agent reached its limit of turns. */
	ITERATION("stop"),

	/** It failed. */
	ERROR("stop"),

	/** It was stopped. */
	ABORT("stop");

	private final String finishReason;

	EndReason(String finishReason) {
		this.finishReason = finishReason;
	}

	/**
	 * Returns the {@code finish_reason} that callers see.
	 * @return {@code stop}, {@code length} or {@code tool_calls}
	 */
	public String finishReason() {
		return this.finishReason;
	}

}
