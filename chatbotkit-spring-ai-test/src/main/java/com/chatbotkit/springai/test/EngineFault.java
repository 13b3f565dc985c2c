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

import com.chatbotkit.springai.server.agent.AgentException;

/**
 * A fault inside the platform's engine.
 *
 * @param code the code
 * @param message the platform's words
 * @param after how many events of the answer come first
 * @param known whether the engine reports it; otherwise it is an exception, after which a
 * stream ends without an error and without a finish reason
 */
record EngineFault(String code, String message, int after, boolean known) implements Fault {

	Reply applyTo(Reply reply) {
		Reply begun = reply.first(this.after);
		return this.known ? begun.andFailure(this.code, this.message)
				: begun.breaking(new AgentException(this.code, this.message));
	}

}
