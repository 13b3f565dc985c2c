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

package com.chatbotkit.springai;

import java.time.Duration;

import com.chatbotkit.springai.api.WireServer;
import org.jspecify.annotations.Nullable;

/**
 * One way to fail, and what the caller is told of it.
 *
 * @param name what happens
 * @param wire what the server does
 * @param isTransient which of Spring AI's two exceptions is raised
 * @param status the status told, 0 for none
 * @param code the code told
 * @param type the type told
 * @param retryAfter the wait told
 * @param words a part of the words told
 * @param botAttempts how often a bot is asked
 * @param modelAttempts how often a model is asked
 * @param textBefore the streamed text before the failure
 */
public record Fault(String name, WireServer.Script wire, boolean isTransient, int status, String code,
		@Nullable String type, @Nullable Duration retryAfter, String words, int botAttempts, int modelAttempts,
		String textBefore) {

	/**
	 * A failure that stays, so that nothing is asked twice.
	 */
	static Fault lasting(String name, WireServer.Script wire, int status, String code) {
		return new Fault(name, wire, false, status, code, null, null, "", 1, 1, "");
	}

	/**
	 * A failure that may pass, and yet is not tried again.
	 */
	static Fault passing(String name, WireServer.Script wire, int status, String code) {
		return new Fault(name, wire, true, status, code, null, null, "", 1, 1, "");
	}

	/**
	 * A failure after which a model is asked again, but no bot: it may have acted.
	 */
	static Fault maybeRun(String name, WireServer.Script wire, int status, String code) {
		return new Fault(name, wire, true, status, code, null, null, "", 1, 3, "");
	}

	/**
	 * A failure before anything was run, after which both are asked again.
	 */
	static Fault notRun(String name, WireServer.Script wire, int status, String code) {
		return new Fault(name, wire, true, status, code, null, null, "", 3, 3, "");
	}

	Fault type(String type) {
		return new Fault(this.name, this.wire, this.isTransient, this.status, this.code, type, this.retryAfter,
				this.words, this.botAttempts, this.modelAttempts, this.textBefore);
	}

	public Fault says(String words) {
		return new Fault(this.name, this.wire, this.isTransient, this.status, this.code, this.type, this.retryAfter,
				words, this.botAttempts, this.modelAttempts, this.textBefore);
	}

	Fault retryAfter(Duration retryAfter) {
		return new Fault(this.name, this.wire, this.isTransient, this.status, this.code, this.type, retryAfter,
				this.words, this.botAttempts, this.modelAttempts, this.textBefore);
	}

	Fault after(String text) {
		return new Fault(this.name, this.wire, this.isTransient, this.status, this.code, this.type, this.retryAfter,
				this.words, this.botAttempts, this.modelAttempts, text);
	}

}
